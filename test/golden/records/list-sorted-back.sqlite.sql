WITH p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT "r"."account_id", "r"."id", (SELECT max("t1"."day")
FROM "col_posts" AS "t1" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."parent" = "r"."id") AS "k0", "r"."id" AS "k1"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?1
AND (((((SELECT max("t2"."day")
FROM "col_posts" AS "t2" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."parent" = "r"."id") < ?2)
OR (SELECT max("t2"."day")
FROM "col_posts" AS "t2" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."parent" = "r"."id") IS NULL))
OR (((SELECT max("t2"."day")
FROM "col_posts" AS "t2" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."parent" = "r"."id") = ?2)
AND ("r"."id" < ?3)))
ORDER BY (SELECT max("t3"."day")
FROM "col_posts" AS "t3" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t3"."account_id" = "r"."account_id"
AND "t3"."parent" = "r"."id") DESC, "r"."id" DESC
LIMIT CAST(?4 AS INTEGER)) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?5
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?5
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?5
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", NULL AS "kept", i.*, (SELECT concat('[', group_concat(concat('[', COALESCE('"' || p."k0" || '"', 'null'), ',', json_quote(p."k1"), ']'), ','
ORDER BY p."n"), ']')
FROM p) AS "keys"
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?6 AS INTEGER)
ORDER BY p."n") p) i
