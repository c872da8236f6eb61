UPDATE "col_posts"
SET "updated_at" = ?1, "updated_by" = ?2, "title" = n."c2", "views" = n."c3", "_rev" = "col_posts"."_rev" + 1
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?3)) SELECT json_extract(e."value", '$.c0') AS "c0", json_extract(e."value", '$.c1') AS "c1", json_extract(e."value", '$.c2') AS "c2", json_extract(e."value", '$.c3') * pow(2, json_extract(e."value", '$.c3e')) AS "c3"
FROM e) n
WHERE n."c0" = ?4
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", concat('{"id":', json_quote("col_posts"."id"), ',"Title":', json_quote("col_posts"."title"), '}') AS "body"
