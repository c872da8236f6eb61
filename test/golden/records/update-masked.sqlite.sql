UPDATE "col_posts"
SET "updated_at" = ?1, "updated_by" = ?2, "title" = n."c2", "_rev" = "col_posts"."_rev" + 1
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?3)) SELECT json_extract(e."value", '$.c0') AS "c0", json_extract(e."value", '$.c1') AS "c1", json_extract(e."value", '$.c2') AS "c2"
FROM e) n
WHERE n."c0" = ?4
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", concat('{"id":', json_quote("col_posts"."id"), ',"Title":', json_quote(CASE WHEN length("col_posts"."title") >= 6 THEN substr("col_posts"."title", 1, 2) || ?5 || substr("col_posts"."title", -1) WHEN "col_posts"."title" IS NOT NULL THEN replace(hex(zeroblob(length("col_posts"."title"))), '00', '*') END), ',"day":', json_quote(CASE WHEN "col_posts"."day" NOT GLOB '*[^0-9 -]*'
AND "col_posts"."day" GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*'
AND "col_posts"."day" NOT GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*' THEN '***-**-****' WHEN "col_posts"."day" IS NOT NULL THEN replace(hex(zeroblob(length("col_posts"."day"))), '00', '*') END), '}') AS "body"
