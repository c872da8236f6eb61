SELECT "r"."id", "r"."_rev" AS "rev", concat('{"id":', json_quote("r"."id"), ',"tags":', (SELECT concat('[', group_concat(concat('{"id":', json_quote("t1"."id"), ',"account_id":', json_quote("t1"."account_id"), ',"created_at":', COALESCE('"' || "t1"."created_at" || '"', 'null'), ',"created_by":', json_quote("t1"."created_by"), ',"updated_at":', COALESCE('"' || "t1"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("t1"."updated_by"), ',"name":', json_quote("t1"."name"), '}'), ','
ORDER BY "t2"."position"), ']')
FROM "jn_posts_tags" AS "t2", "col_tags" AS "t1"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."record_id" = "r"."id"
AND "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "t2"."target_id"
AND ("t1"."name" != ?1)), '}') AS "body"
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?2)) SELECT json_extract(e."value", '$.account') AS "account", json_extract(e."value", '$.id') AS "id"
FROM e) w
JOIN "col_posts" AS "r" ON "r"."account_id" = w."account"
AND "r"."id" = w."id"
