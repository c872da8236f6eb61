SELECT (SELECT count(*)
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
AND (("r"."views" > $2::double precision)
AND ((SELECT "t1"."name"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author") COLLATE "C" = $3::text))) AS "total", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $1::text
AND "collection_id" IN ($4::text, $5::text)) AS "versions"
