DELETE
FROM "jn_posts_tags"
WHERE ("account_id", "target_id") IN (SELECT k."account", k."id"
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?1)) SELECT json_extract(e."value", '$.account') AS "account", json_extract(e."value", '$.id') AS "id"
FROM e) k)
RETURNING "account_id", "record_id" AS "id"
