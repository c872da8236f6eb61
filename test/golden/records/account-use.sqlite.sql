SELECT a."id", a."quota_records", a."quota_storage", (SELECT CAST(COALESCE(SUM(r."count"), 0) AS BIGINT)
FROM "record_counts" r
WHERE r."account_id" = a."id") AS "records", (SELECT CAST(COALESCE(SUM(r."bytes"), 0) AS BIGINT)
FROM "record_counts" r
WHERE r."account_id" = a."id") AS "storage"
FROM "accounts" a
WHERE a."id" IN (SELECT i."value"
FROM json_each(?1) AS i)
