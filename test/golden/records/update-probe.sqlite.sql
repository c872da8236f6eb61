SELECT "account_id"
FROM "col_posts"
WHERE "col_posts"."account_id" = ?1
AND "col_posts"."id" = ?2
AND (("col_posts"."published")
AND ("col_posts"."title" IS NOT ?3))
