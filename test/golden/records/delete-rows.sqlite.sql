DELETE
FROM "col_posts"
WHERE ("account_id", "id") IN (SELECT k."account", k."id"
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?1)) SELECT json_extract(e."value", '$.account') AS "account", json_extract(e."value", '$.id') AS "id"
FROM e) k)
RETURNING "account_id", "id"
