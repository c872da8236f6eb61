UPDATE "col_posts"
SET "updated_at" = ?1, "updated_by" = ?2, "meta" = n."c2", "author" = n."c3", "_rev" = "col_posts"."_rev" + 1
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?3)) SELECT json_extract(e."value", '$.c0') AS "c0", json_extract(e."value", '$.c1') AS "c1", json_extract(e."value", '$.c2') AS "c2", json_extract(e."value", '$.c3') AS "c3", json_extract(e."value", '$.c4') AS "c4", json_extract(e."value", '$.c5') AS "c5", json_extract(e."value", '$.c6') AS "c6", json_extract(e."value", '$.c7') AS "c7"
FROM e) n
WHERE n."c0" = ?4
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = "col_posts"."author") = n."c4")
AND (NOT ((SELECT concat('[', group_concat(json_quote("l"."target_id"), ','
ORDER BY "l"."position"), ']')
FROM "jn_posts_tags" AS "l"
WHERE "l"."account_id" = "col_posts"."account_id"
AND "l"."record_id" = "col_posts"."id") IS NOT COALESCE(n."c5", '[]'))))
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = n."c3") = n."c6")
AND (NOT ((SELECT concat('[', group_concat(json_quote("l"."target_id"), ','
ORDER BY "l"."position"), ']')
FROM "jn_posts_tags" AS "l"
WHERE "l"."account_id" = "col_posts"."account_id"
AND "l"."record_id" = "col_posts"."id") IS NOT COALESCE(n."c7", '[]'))))
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", NULL AS "body"
