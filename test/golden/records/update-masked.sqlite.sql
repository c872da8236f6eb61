UPDATE "col_posts"
SET "updated_at" = ?1, "updated_by" = ?2, "title" = n."c2", "_rev" = "col_posts"."_rev" + 1
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?3)) SELECT json_extract(e."value", '$.c0') AS "c0", json_extract(e."value", '$.c1') AS "c1", json_extract(e."value", '$.c2') AS "c2"
FROM e) n
WHERE n."c0" = ?4
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", concat('{"id":', json_quote("col_posts"."id"), ',"Title":', json_quote((SELECT CASE WHEN length(t.v) >= 6 THEN substr(t.v, 1, 2) || ?5 || substr(t.v, length(t.v) - 0) ELSE replace(hex(zeroblob(length(t.v))), '00', '*') END
FROM (SELECT "col_posts"."title" AS v) t
WHERE t.v IS NOT NULL)), ',"day":', json_quote((SELECT CASE WHEN (t.v NOT GLOB '*[^0-9 -]*'
AND t.v GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*'
AND t.v NOT GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*') THEN '***-**-****' ELSE replace(hex(zeroblob(length(t.v))), '00', '*') END
FROM (SELECT "col_posts"."day" AS v) t
WHERE t.v IS NOT NULL)), '}') AS "body"
