WITH p AS MATERIALIZED (SELECT "r"."account_id", "r"."id", "r"."_rev" AS "rev"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?1
AND "r"."id" = ?2), x0 AS MATERIALIZED (SELECT "t1"."account_id" AS "account_id", "t1"."id" AS "id", "t1"."author" AS "c1", "t1"."owner" AS "c3", "t1"."vault" AS "c4", (COALESCE(octet_length("t1"."title"), 0)) + 45 AS "w"
FROM p CROSS
JOIN "col_posts" AS "t1"
WHERE "t1"."account_id" = p."account_id"
AND "t1"."id" = p."id"), x1 AS MATERIALIZED (SELECT "t2"."account_id" AS "account_id", "t2"."id" AS "id", "t2"."organization" AS "c7", (COALESCE(octet_length("t2"."name"), 0)) + 111 AS "w"
FROM x0 CROSS
JOIN "col_authors" AS "t2"
WHERE "t2"."account_id" = "x0"."account_id"
AND "t2"."id" = "x0"."c1"
LIMIT 10001), x2 AS MATERIALIZED (SELECT "t3"."account_id" AS "account_id", "t3"."id" AS "id", (COALESCE(octet_length("t3"."name"), 0)) + 94 AS "w"
FROM x1 CROSS
JOIN "col_organizations" AS "t3"
WHERE "t3"."account_id" = "x1"."account_id"
AND "t3"."id" = "x1"."c7"
AND ("t3"."active")
LIMIT 10001), x3 AS MATERIALIZED (SELECT "t4"."account_id" AS "account_id", "t4"."id" AS "id", (COALESCE(octet_length("t4"."name"), 0)) + 84 AS "w"
FROM x0 CROSS
JOIN "jn_posts_tags" AS "t5" CROSS
JOIN "col_tags" AS "t4"
WHERE "t4"."account_id" = "x0"."account_id"
AND "t5"."account_id" = "x0"."account_id"
AND "t5"."record_id" = "x0"."id"
AND "t4"."id" = "t5"."target_id"
AND ("t4"."name" != ?3)
LIMIT 10001), x4 AS MATERIALIZED (SELECT 100 AS "w"
FROM x0 CROSS
JOIN "users" AS "t6"
WHERE "t6"."account_id" = "x0"."account_id"
AND "t6"."id" = "x0"."c3"
LIMIT 10001), x5 AS MATERIALIZED (SELECT "t7"."account_id" AS "account_id", "t7"."id" AS "id", 0 AS "w"
FROM x0 CROSS
JOIN "col_vaults" AS "t7"
WHERE "t7"."account_id" = "x0"."account_id"
AND "t7"."id" = "x0"."c4"
AND FALSE
LIMIT 10001), weighed AS MATERIALIZED (SELECT (SELECT COALESCE(sum("w"), 0)
FROM x0) + (SELECT COALESCE(sum("w"), 0)
FROM x1) + (SELECT COALESCE(sum("w"), 0)
FROM x2) + (SELECT COALESCE(sum("w"), 0)
FROM x3) + (SELECT COALESCE(sum("w"), 0)
FROM x4) + (SELECT COALESCE(sum("w"), 0)
FROM x5) AS "weight", (SELECT count(*)
FROM x1) + (SELECT count(*)
FROM x2) + (SELECT count(*)
FROM x3) + (SELECT count(*)
FROM x4) + (SELECT count(*)
FROM x5) AS "nested") SELECT g."stamp", g."schema", f."body", f."rev", (SELECT w."weight"
FROM weighed w) AS "weight", (SELECT w."nested"
FROM weighed w) AS "nested"
FROM (SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?4
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?4
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?4
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema") g
LEFT JOIN (SELECT (SELECT concat('{"Title":', json_quote("r"."title"), ',"author":', COALESCE((SELECT concat('{"id":', json_quote("t8"."id"), ',"account_id":', json_quote("t8"."account_id"), ',"created_at":', COALESCE('"' || "t8"."created_at" || '"', 'null'), ',"created_by":', json_quote("t8"."created_by"), ',"updated_at":', COALESCE('"' || "t8"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("t8"."updated_by"), ',"name":', json_quote("t8"."name"), ',"organization":', COALESCE((SELECT concat('{"id":', json_quote("t9"."id"), ',"account_id":', json_quote("t9"."account_id"), ',"created_at":', COALESCE('"' || "t9"."created_at" || '"', 'null'), ',"created_by":', json_quote("t9"."created_by"), ',"updated_at":', COALESCE('"' || "t9"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("t9"."updated_by"), ',"name":', json_quote("t9"."name"), ',"active":', CASE "t9"."active" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, '}')
FROM "col_organizations" AS "t9"
WHERE "t9"."account_id" = "t8"."account_id"
AND "t9"."id" = "t8"."organization"
AND ("t9"."active")), 'null'), ',"account":', json_quote("t8"."account"), '}')
FROM "col_authors" AS "t8"
WHERE "t8"."account_id" = "r"."account_id"
AND "t8"."id" = "r"."author"), 'null'), ',"tags":', (SELECT concat('[', group_concat(concat('{"id":', json_quote("t10"."id"), ',"account_id":', json_quote("t10"."account_id"), ',"created_at":', COALESCE('"' || "t10"."created_at" || '"', 'null'), ',"created_by":', json_quote("t10"."created_by"), ',"updated_at":', COALESCE('"' || "t10"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("t10"."updated_by"), ',"name":', json_quote("t10"."name"), '}'), ','
ORDER BY "t11"."position"), ']')
FROM "jn_posts_tags" AS "t11", "col_tags" AS "t10"
WHERE "t11"."account_id" = "r"."account_id"
AND "t11"."record_id" = "r"."id"
AND "t10"."account_id" = "r"."account_id"
AND "t10"."id" = "t11"."target_id"
AND ("t10"."name" != ?3)), ',"owner":', COALESCE((SELECT concat('{"id":', json_quote("t12"."id"), ',"email":', json_quote("t12"."email"), ',"first_name":', json_quote("t12"."first_name"), ',"last_name":', json_quote("t12"."last_name"), ',"avatar_url":', json_quote("t12"."avatar_url"), '}')
FROM "users" AS "t12"
WHERE "t12"."account_id" = "r"."account_id"
AND "t12"."id" = "r"."owner"), 'null'), ',"vault":', COALESCE((SELECT '{}'
FROM "col_vaults" AS "t13"
WHERE "t13"."account_id" = "r"."account_id"
AND "t13"."id" = "r"."vault"
AND FALSE), 'null'), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id") AS "body", p."rev"
FROM p
WHERE (SELECT w."weight" <= CAST(?5 AS INTEGER)
AND w."nested" <= 10000
FROM weighed w)) f ON TRUE
