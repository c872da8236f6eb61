SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE ("r"."account_id", "r"."author") IN (SELECT k."account", k."id"
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?1)) SELECT json_extract(e."value", '$.account') AS "account", json_extract(e."value", '$.id') AS "id"
FROM e) k)
LIMIT CAST(?2 AS INTEGER)
