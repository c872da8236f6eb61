SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE ("r"."account_id", "r"."author") IN (SELECT k."account", k."id"
FROM (SELECT json_extract(e."value", '$.account') AS "account", json_extract(e."value", '$.id') AS "id"
FROM jsonb_each(?1) AS e) k)
LIMIT CAST(?2 AS INTEGER)
