UPDATE "col_posts"
SET "updated_at" = ?1, "updated_by" = ?2, "meta" = ?3, "author" = ?4, "_rev" = "_rev" + 1
WHERE "col_posts"."account_id" = ?5
AND "col_posts"."id" = ?6
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = "col_posts"."author") = ?7)
AND (NOT ((SELECT concat('[', group_concat(json_quote("l"."target_id"), ','
ORDER BY "l"."position"), ']')
FROM "jn_posts_tags" AS "l"
WHERE "l"."account_id" = "col_posts"."account_id"
AND "l"."record_id" = "col_posts"."id") IS NOT COALESCE(?8, '[]'))))
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = ?4) = ?7)
AND (NOT ((SELECT concat('[', group_concat(json_quote("l"."target_id"), ','
ORDER BY "l"."position"), ']')
FROM "jn_posts_tags" AS "l"
WHERE "l"."account_id" = "col_posts"."account_id"
AND "l"."record_id" = "col_posts"."id") IS NOT COALESCE(?8, '[]'))))
AND "col_posts"."_rev" = CAST(?9 AS INTEGER)
RETURNING "account_id", "_rev" AS "rev", NULL AS "body"
