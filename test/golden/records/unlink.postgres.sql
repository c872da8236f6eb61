DELETE
FROM "jn_posts_tags"
WHERE ("account_id", "record_id") IN (SELECT k."account", k."id"
FROM (SELECT e."account", e."id"
FROM json_to_recordset($1::json) AS e("account" text, "id" text)) k)
