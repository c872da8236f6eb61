SELECT CASE (SELECT CASE WHEN NOT ("way" = 'joined'
AND (SELECT count(*)
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT (SELECT 200)) AS "r"
WHERE ((("r"."views" > $2::double precision)
AND ((SELECT "t3"."name"
FROM "col_authors" AS "t3"
WHERE "t3"."account_id" = "r"."account_id"
AND "t3"."id" = "r"."author") COLLATE "C" = $3::text)) IS TRUE)) >= 50) THEN "way" WHEN "few" THEN 'listed' ELSE 'known' END AS "way"
FROM (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = $4::text THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = $4::text THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = $4::text THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way", SUM(CASE WHEN "collection_id" = $4::text THEN "count" ELSE 0 END)::numeric * SUM(CASE WHEN NOT "collection_id" = $4::text THEN "count" ELSE 0 END) <= 100000000 AS "few"
FROM "record_counts"
WHERE "account_id" = $1::text
AND "collection_id" IN ($4::text, $5::text)) v) WHEN 'joined' THEN (SELECT count(*)
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
AND (("r"."views" > $2::double precision)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t4"
WHERE "t4"."account_id" = "r"."account_id"
AND "t4"."id" = "r"."author"
AND ("t4"."name" COLLATE "C" = $3::text)))) WHEN 'known' THEN (SELECT count(*)
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
AND (("r"."views" > $2::double precision)
AND (("r"."author" IN (SELECT "t5"."id"
FROM "col_authors" AS "t5"
WHERE "t5"."account_id" = $1::text
AND ("t5"."name" COLLATE "C" = $3::text))) IS TRUE))) WHEN 'listed' THEN (SELECT count(*)
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
AND ("r"."views" > $2::double precision)
AND ("r"."author" = ANY (ARRAY(SELECT "t1"."id"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = $1::text
AND ("t1"."name" COLLATE "C" = $3::text))))) ELSE (SELECT count(*)
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
AND (("r"."views" > $2::double precision)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t6"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."id" = "r"."author"
AND ("t6"."name" COLLATE "C" = $3::text) OFFSET 0))) END AS "total", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = $6::text), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> $6::text), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $1::text
AND "collection_id" IN ($6::text, $7::text)) AS "versions"
