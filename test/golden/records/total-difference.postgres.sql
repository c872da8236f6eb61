SELECT (SELECT COALESCE(SUM(n."c0"), 0)
FROM (SELECT e."c0", e."c1", e."c2"::json AS "c2", e."c3"
FROM json_to_recordset($1::json) AS e("c0" bigint, "c1" double precision, "c2" text, "c3" text)) n
WHERE ((n."c1" > $2::double precision)
AND EXISTS (SELECT 1
FROM json_array_elements_text(n."c2") AS "t1"("value")
WHERE EXISTS (SELECT 1
FROM "col_tags" AS "t2"
WHERE "t2"."account_id" = n."c3"
AND "t2"."id" = "t1"."value"
AND ("t2"."name" COLLATE "C" <> $3::text)
AND ("t2"."name" COLLATE "C" <> $4::text) OFFSET 0) OFFSET 0))) AS "difference", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = $5::text), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> $5::text), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $6::text
AND "collection_id" IN ($5::text, $7::text)) AS "versions"
