SELECT string_agg(l."id", ',') AS "ids"
FROM (SELECT "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?1
AND (("r"."published")
AND (("r"."views" > ?2)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author"
AND ("t1"."name" != ?3)
LIMIT 1))
AND (("r"."created_by" = ?4)
AND ("r"."title" IS NOT ?5)))
LIMIT CAST(?6 AS INTEGER)) l
