SELECT r."account_id", r."id"
FROM "col_posts" r
WHERE (r."account_id", r."id") IN (SELECT "account_id", "record_id"
FROM "jn_posts_tags"
WHERE ("account_id", "target_id") IN (SELECT k."account", k."id"
FROM (SELECT e."account", e."id"
FROM json_to_recordset($1::json) AS e("account" text, "id" text)) k)) FOR UPDATE
