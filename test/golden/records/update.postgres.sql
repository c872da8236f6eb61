UPDATE "col_posts"
SET "updated_at" = $1::timestamptz, "updated_by" = $2::text, "title" = $3::text, "views" = $4::double precision, "_rev" = "_rev" + 1
WHERE "col_posts"."account_id" = $5::text
AND "col_posts"."id" = $6::text
RETURNING "account_id", "_rev" AS "rev", ((SELECT row_to_json(o)
FROM (SELECT "col_posts"."id" AS "id", "col_posts"."title" AS "Title") o))::text AS "body"
