WITH w AS MATERIALIZED (SELECT "r".*
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT (SELECT 1000 + 4 * ($2::bigint + $3::bigint))) AS "r"
WHERE ((("r"."published" = $4::boolean)
AND ("r"."views" = $5::double precision)) IS TRUE)
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $2::bigint OFFSET $3::bigint) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $6::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $6::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $6::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $1::text
AND "collection_id" IN ($7::text)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $8::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT "r"."id" AS "id"
FROM (SELECT *
FROM (SELECT *
FROM w
WHERE NOT ((SELECT count(*)
FROM w) < $2::bigint)) e0 UNION ALL SELECT *
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
AND (("r"."published" = $4::boolean)
AND ("r"."views" = $5::double precision))
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN ((SELECT count(*)
FROM w) < $2::bigint) THEN $2::bigint ELSE 0 END OFFSET $3::bigint) e1) AS "r" OFFSET 0) o OFFSET 0) b) i
