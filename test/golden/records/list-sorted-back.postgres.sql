WITH p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT "r"."account_id", "r"."id", (((SELECT max("t1"."day")
FROM "col_posts" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."parent" = "r"."id"))) AS "k0", "r"."id" AS "k1"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
AND (((((((SELECT max("t2"."day")
FROM "col_posts" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."parent" = "r"."id"))) < $2::date)
OR (((SELECT max("t2"."day")
FROM "col_posts" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."parent" = "r"."id"))) IS NULL))
OR (((((SELECT max("t2"."day")
FROM "col_posts" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."parent" = "r"."id"))) = $2::date)
AND ("r"."id" COLLATE "C" < $3::text)))
ORDER BY (((SELECT max("t3"."day")
FROM "col_posts" AS "t3"
WHERE "t3"."account_id" = "r"."account_id"
AND "t3"."parent" = "r"."id"))) DESC NULLS LAST, "r"."id" COLLATE "C" DESC
LIMIT $4::bigint) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $5::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $5::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $5::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", NULL AS "kept", i.*, (SELECT concat('[', string_agg(concat('[', COALESCE(to_json(p."k0")::text, 'null'), ',', COALESCE(to_json(p."k1")::text, 'null'), ']'), ','
ORDER BY p."n"), ']')
FROM p) AS "keys"
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $6::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT (SELECT ((SELECT row_to_json(o)
FROM (SELECT "r"."id" AS "id") o))::text
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id") AS "text"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= $7::bigint
ORDER BY p."n") p OFFSET 0) b) i
