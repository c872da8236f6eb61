INSERT INTO "record_counts" ("account_id", "collection_id", "count", "version") SELECT c."account", c."collection", c."delta", 1
FROM (SELECT json_extract(e."value", '$.account') AS "account", json_extract(e."value", '$.collection') AS "collection", json_extract(e."value", '$.delta') AS "delta"
FROM json_each(?1) AS e) c
WHERE TRUE
ORDER BY c."account", c."collection" ON CONFLICT ("account_id", "collection_id") DO UPDATE
SET "count" = "record_counts"."count" + excluded."count", "version" = "record_counts"."version" + 1
