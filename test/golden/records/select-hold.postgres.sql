SELECT string_agg(l."id", ',') AS "ids"
FROM (SELECT "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
AND (("r"."published")
AND (("r"."views" > $2::double precision)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author"
AND ("t1"."name" COLLATE "C" <> $3::text) OFFSET 0))
AND (("r"."created_by" COLLATE "C" = $4::text)
AND ("r"."title" IS DISTINCT
FROM $5::text)))
LIMIT $6::bigint FOR UPDATE) l
