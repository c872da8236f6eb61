WITH p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT "r"."account_id", "r"."id", "r"."day" AS "k0", "r"."title" AS "k1", "r"."id" AS "k2"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?1
AND ("r"."day" >= ?2)
AND ((("r"."day" > ?2))
OR (("r"."day" = ?2)
AND ("r"."title" < ?3))
OR (("r"."day" = ?2)
AND ("r"."title" = ?3)
AND ("r"."id" < ?4)))
ORDER BY "r"."day" ASC, "r"."title" DESC, "r"."id" DESC
LIMIT CAST(?5 AS INTEGER)) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?6
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?6
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?6
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", NULL AS "kept", i.*, (SELECT concat('[', group_concat(concat('[', COALESCE('"' || p."k0" || '"', 'null'), ',', json_quote(p."k1"), ',', json_quote(p."k2"), ']'), ','
ORDER BY p."n" DESC), ']')
FROM p) AS "keys"
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?7 AS INTEGER)
ORDER BY p."n" DESC) p) i
