UPDATE "col_posts"
SET "updated_at" = ?1, "updated_by" = ?2, "title" = ?3, "views" = ?4, "_rev" = "_rev" + 1
WHERE "col_posts"."account_id" = ?5
AND "col_posts"."id" = ?6
RETURNING "account_id", "_rev" AS "rev", concat('{"id":', json_quote("col_posts"."id"), ',"Title":', json_quote("col_posts"."title"), '}') AS "body"
