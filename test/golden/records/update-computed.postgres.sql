UPDATE "col_posts"
SET "updated_at" = $1::timestamptz, "updated_by" = $2::text, "title" = n."c2", "views" = n."c3", "_rev" = "col_posts"."_rev" + 1
FROM (SELECT e."c0", e."c1", e."c2", e."c3", e."c4", e."c5", e."c6", e."c7", e."c8", e."c9"
FROM json_to_recordset($3::json) AS e("c0" text, "c1" text, "c2" text, "c3" double precision, "c4" double precision, "c5" double precision, "c6" text, "c7" double precision, "c8" double precision, "c9" text)) n
WHERE n."c0" = $4::text
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
AND (((((((SELECT CASE WHEN abs(v.a0) < 1
OR abs(v.a1) < 1 THEN v.a0 + v.a1 WHEN abs(v.a0 / 2 + v.a1 / 2) <= '8.988465674311579e+307'::double precision THEN v.a0 + v.a1 END
FROM (SELECT (SELECT CASE WHEN v.a0 = 0
OR v.a1 = 0 THEN v.a0 * v.a1 WHEN abs(v.a0) > 1
AND abs(v.a1) > 1 THEN CASE WHEN abs((v.a0 * '7.458340731200207e-155'::double precision) * (v.a1 * '7.458340731200207e-155'::double precision)) <= '0.9999999999999999'::double precision THEN v.a0 * v.a1 END WHEN abs(v.a0) < 1
AND abs(v.a1) < 1 THEN CASE WHEN abs(v.a0) < '1.1113793747425387e-162'::double precision
AND abs(v.a1) < '1.1113793747425387e-162'::double precision THEN 0 WHEN abs((v.a0 * '1.3407807929942597e+154'::double precision) * (v.a1 * '1.3407807929942597e+154'::double precision)) <= '4.440892098500626e-16'::double precision THEN 0 ELSE v.a0 * v.a1 END ELSE v.a0 * v.a1 END
FROM (SELECT "col_posts"."views" AS a0, n."c4" AS a1 OFFSET 0) v) AS a0, "col_posts"."rating" AS a1 OFFSET 0) v) + 0) > n."c5")
AND EXISTS (SELECT 1
FROM json_array_elements_text("col_posts"."labels") AS "t1"("value")
WHERE ("t1"."value" COLLATE "C" = n."c6") OFFSET 0))))::boolean)
AND (((((((SELECT CASE WHEN abs(v.a0) < 1
OR abs(v.a1) < 1 THEN v.a0 + v.a1 WHEN abs(v.a0 / 2 + v.a1 / 2) <= '8.988465674311579e+307'::double precision THEN v.a0 + v.a1 END
FROM (SELECT (SELECT CASE WHEN v.a0 = 0
OR v.a1 = 0 THEN v.a0 * v.a1 WHEN abs(v.a0) > 1
AND abs(v.a1) > 1 THEN CASE WHEN abs((v.a0 * '7.458340731200207e-155'::double precision) * (v.a1 * '7.458340731200207e-155'::double precision)) <= '0.9999999999999999'::double precision THEN v.a0 * v.a1 END WHEN abs(v.a0) < 1
AND abs(v.a1) < 1 THEN CASE WHEN abs(v.a0) < '1.1113793747425387e-162'::double precision
AND abs(v.a1) < '1.1113793747425387e-162'::double precision THEN 0 WHEN abs((v.a0 * '1.3407807929942597e+154'::double precision) * (v.a1 * '1.3407807929942597e+154'::double precision)) <= '4.440892098500626e-16'::double precision THEN 0 ELSE v.a0 * v.a1 END ELSE v.a0 * v.a1 END
FROM (SELECT n."c3" AS a0, n."c7" AS a1 OFFSET 0) v) AS a0, "col_posts"."rating" AS a1 OFFSET 0) v) + 0) > n."c8")
AND EXISTS (SELECT 1
FROM json_array_elements_text("col_posts"."labels") AS "t1"("value")
WHERE ("t1"."value" COLLATE "C" = n."c9") OFFSET 0))))::boolean)
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", ((SELECT row_to_json(o)
FROM (SELECT "col_posts"."id" AS "id", ((SELECT CASE WHEN abs(v.a0) < 1
OR abs(v.a1) < 1 THEN v.a0 + v.a1 WHEN abs(v.a0 / 2 + v.a1 / 2) <= '8.988465674311579e+307'::double precision THEN v.a0 + v.a1 END
FROM (SELECT (SELECT CASE WHEN v.a0 = 0
OR v.a1 = 0 THEN v.a0 * v.a1 WHEN abs(v.a0) > 1
AND abs(v.a1) > 1 THEN CASE WHEN abs((v.a0 * '7.458340731200207e-155'::double precision) * (v.a1 * '7.458340731200207e-155'::double precision)) <= '0.9999999999999999'::double precision THEN v.a0 * v.a1 END WHEN abs(v.a0) < 1
AND abs(v.a1) < 1 THEN CASE WHEN abs(v.a0) < '1.1113793747425387e-162'::double precision
AND abs(v.a1) < '1.1113793747425387e-162'::double precision THEN 0 WHEN abs((v.a0 * '1.3407807929942597e+154'::double precision) * (v.a1 * '1.3407807929942597e+154'::double precision)) <= '4.440892098500626e-16'::double precision THEN 0 ELSE v.a0 * v.a1 END ELSE v.a0 * v.a1 END
FROM (SELECT "col_posts"."views" AS a0, $5::double precision AS a1 OFFSET 0) v) AS a0, "col_posts"."rating" AS a1 OFFSET 0) v) + 0) AS "score", ((COALESCE(lower("col_posts"."title" COLLATE "C"), '') || COALESCE($6::text, '') || COALESCE($7::text, '')) COLLATE "C") AS "slug") o))::text AS "body"
