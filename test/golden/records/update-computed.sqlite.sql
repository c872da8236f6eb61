UPDATE "col_posts"
SET "updated_at" = ?1, "updated_by" = ?2, "title" = n."c2", "views" = n."c3", "_rev" = "col_posts"."_rev" + 1
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?3)) SELECT json_extract(e."value", '$.c0') AS "c0", json_extract(e."value", '$.c1') AS "c1", json_extract(e."value", '$.c2') AS "c2", json_extract(e."value", '$.c3') * pow(2, json_extract(e."value", '$.c3e')) AS "c3", json_extract(e."value", '$.c4') * pow(2, json_extract(e."value", '$.c4e')) AS "c4", json_extract(e."value", '$.c5') * pow(2, json_extract(e."value", '$.c5e')) AS "c5", json_extract(e."value", '$.c6') AS "c6", json_extract(e."value", '$.c7') AS "c7", json_extract(e."value", '$.c8') AS "c8", json_extract(e."value", '$.c9') AS "c9", json_extract(e."value", '$.c10') * pow(2, json_extract(e."value", '$.c10e')) AS "c10", json_extract(e."value", '$.c11') * pow(2, json_extract(e."value", '$.c11e')) AS "c11", json_extract(e."value", '$.c12') AS "c12", json_extract(e."value", '$.c13') AS "c13", json_extract(e."value", '$.c14') AS "c14", json_extract(e."value", '$.c15') AS "c15"
FROM e) n
WHERE n."c0" = ?4
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
AND (((((CAST(nullif(nullif((CAST(nullif(nullif((CAST("col_posts"."views" AS REAL) * CAST(n."c4" AS REAL)), 9e999), -9e999) AS REAL) + CAST("col_posts"."rating" AS REAL)), 9e999), -9e999) AS REAL) + 0.0) > n."c5")
AND (CASE WHEN n."c6" IS NULL THEN EXISTS (SELECT 1
FROM json_each("col_posts"."labels") AS "t1"
WHERE ("t1"."value" = n."c7")
LIMIT 1) ELSE COALESCE(instr("col_posts"."labels", n."c8") > 0
OR instr("col_posts"."labels", n."c9") > 0, FALSE) END))))
AND (((((CAST(nullif(nullif((CAST(nullif(nullif((CAST(n."c3" AS REAL) * CAST(n."c10" AS REAL)), 9e999), -9e999) AS REAL) + CAST("col_posts"."rating" AS REAL)), 9e999), -9e999) AS REAL) + 0.0) > n."c11")
AND (CASE WHEN n."c12" IS NULL THEN EXISTS (SELECT 1
FROM json_each("col_posts"."labels") AS "t1"
WHERE ("t1"."value" = n."c13")
LIMIT 1) ELSE COALESCE(instr("col_posts"."labels", n."c14") > 0
OR instr("col_posts"."labels", n."c15") > 0, FALSE) END))))
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", concat('{"id":', json_quote("col_posts"."id"), ',"score":', (SELECT CASE WHEN (v.a0 | 0) = v.a0 THEN CAST((v.a0 | 0) AS TEXT) WHEN v.a0 IS NULL THEN 'null' WHEN v.a0 BETWEEN -1e3
AND 1e3
AND round(v.a0 * 1e12) / 1e12 = v.a0
OR v.a0 BETWEEN -1e9
AND 1e9
AND round(v.a0 * 1e6) / 1e6 = v.a0 THEN printf('%!.15g', v.a0) ELSE printf('%!.18g', v.a0) END
FROM (SELECT (CAST(nullif(nullif((CAST(nullif(nullif((CAST("col_posts"."views" AS REAL) * CAST(?5 AS REAL)), 9e999), -9e999) AS REAL) + CAST("col_posts"."rating" AS REAL)), 9e999), -9e999) AS REAL) + 0.0) AS a0) v), ',"slug":', json_quote(concat(lower("col_posts"."title"), ?6, ?7)), '}') AS "body"
