INSERT INTO "record_counts" ("account_id", "collection_id", "count", "bytes", "version") SELECT c."account", c."collection", c."records", c."bytes", 1
FROM (SELECT e."account", e."collection", e."records", e."bytes"
FROM json_to_recordset($1::json) AS e("account" text, "collection" text, "records" bigint, "bytes" bigint)) c
WHERE TRUE
ORDER BY c."account", c."collection" ON CONFLICT ("account_id", "collection_id") DO UPDATE
SET "count" = "record_counts"."count" + excluded."count", "bytes" = "record_counts"."bytes" + excluded."bytes", "version" = "record_counts"."version" + 1
RETURNING "account_id", "collection_id", "version", EXISTS (SELECT 1
FROM "accounts" a
WHERE a."id" = "record_counts"."account_id"
AND (a."quota_records" IS NOT NULL
OR a."quota_storage" IS NOT NULL)) AS "limited"
