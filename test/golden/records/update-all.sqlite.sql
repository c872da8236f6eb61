UPDATE "col_posts"
SET "updated_at" = ?1, "updated_by" = ?2, "meta" = ?3, "author" = ?4, "_rev" = "col_posts"."_rev" + 1
WHERE "col_posts"."account_id" = ?5
AND "col_posts"."id" IN (SELECT n."value"
FROM json_each(?6) AS n)
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = "col_posts"."author") = ?7)
AND ("col_posts"."meta" IS NOT ?3)
AND ("col_posts"."views" < ?8))
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = ?4) = ?7)
AND ("col_posts"."meta" IS NOT ?3)
AND ("col_posts"."views" < ?8))
RETURNING "col_posts"."id"
