SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE ("r"."account_id", "r"."author") IN (SELECT k."account", k."id"
FROM (SELECT e."account", e."id"
FROM json_to_recordset($1::json) AS e("account" text, "id" text)) k)
LIMIT $2::bigint FOR UPDATE
