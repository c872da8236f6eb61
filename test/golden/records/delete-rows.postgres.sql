DELETE
FROM "col_posts"
WHERE ("account_id", "id") IN (SELECT k."account", k."id"
FROM (SELECT e."account", e."id"
FROM json_to_recordset($1::json) AS e("account" text, "id" text)) k)
RETURNING "account_id", "id"
