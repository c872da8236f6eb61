SELECT "col_posts"."account_id", "col_posts"."_rev" AS "rev"
FROM "col_posts"
WHERE "col_posts"."account_id" = $1::text
AND "col_posts"."id" = $2::text FOR UPDATE
