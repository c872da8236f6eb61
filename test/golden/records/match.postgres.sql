SELECT string_agg(concat(w."n", ' ', t."id"), ',') AS "found"
FROM (SELECT e."n", e."c0", e."c1"
FROM json_to_recordset($1::json) AS e("n" bigint, "c0" text, "c1" double precision)) w CROSS
JOIN "col_posts" t
WHERE t."account_id" = $2::text
AND (t."title" COLLATE "C" = w."c0")
AND (t."views" = w."c1")
