INSERT INTO "jn_posts_tags" ("account_id", "record_id", "target_id", "position") SELECT k."account", k."record", k."target", k."position"
FROM (SELECT e."account", e."record", e."target", e."position"
FROM json_to_recordset($1::json) AS e("account" text, "record" text, "target" text, "position" bigint)) k
