SELECT "account_id"
FROM "col_posts"
WHERE "col_posts"."account_id" = $1::text
AND "col_posts"."id" = $2::text
AND (("col_posts"."published")
AND ("col_posts"."title" IS DISTINCT
FROM $3::text))
