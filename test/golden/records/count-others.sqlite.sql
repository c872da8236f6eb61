SELECT CASE (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1, ?3)) WHEN 'joined' THEN (COALESCE((SELECT CAST(SUM("count") AS bigint)
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" = ?4), 0) - (SELECT count(*)
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND "r"."author" IS NULL) - (SELECT count(*)
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND ("r"."author" IN (SELECT "t1"."id"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = ?2
AND (("t1"."organization" = ?5)
OR "t1"."organization" IS NULL))))) WHEN 'known' THEN (SELECT count(*)
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND ("r"."author" IN (SELECT "t3"."id"
FROM "col_authors" AS "t3"
WHERE "t3"."account_id" = ?2
AND ("t3"."organization" != ?5)))) ELSE (SELECT count(*)
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND EXISTS (SELECT 1
FROM "col_authors" AS "t4"
WHERE "t4"."account_id" = "r"."account_id"
AND "t4"."id" = "r"."author"
AND ("t4"."organization" != ?5)
LIMIT 1)) END AS "total", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = ?6), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> ?6), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?6, ?7)) AS "versions"
