INSERT INTO "record_counts" ("account_id", "collection_id", "count", "version") SELECT c."account", c."collection", c."delta", 1
FROM (SELECT e."account", e."collection", e."delta"
FROM json_to_recordset($1::json) AS e("account" text, "collection" text, "delta" bigint)) c
WHERE TRUE
ORDER BY c."account", c."collection" ON CONFLICT ("account_id", "collection_id") DO UPDATE
SET "count" = "record_counts"."count" + excluded."count", "version" = "record_counts"."version" + 1
