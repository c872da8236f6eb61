UPDATE "col_posts"
SET "author" = NULL, "updated_at" = ?1, "updated_by" = ?2, "_rev" = "_rev" + 1
WHERE ("account_id", "author") IN (SELECT k."account", k."id"
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?3)) SELECT json_extract(e."value", '$.account') AS "account", json_extract(e."value", '$.id') AS "id"
FROM e) k)
RETURNING "account_id", "id"
