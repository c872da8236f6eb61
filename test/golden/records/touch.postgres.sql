UPDATE "col_posts"
SET "updated_at" = $1::timestamptz, "updated_by" = $2::text, "_rev" = "_rev" + 1
WHERE ("account_id", "id") IN (SELECT k."account", k."id"
FROM (SELECT e."account", e."id"
FROM json_to_recordset($3::json) AS e("account" text, "id" text)) k)
RETURNING "account_id", "id"
