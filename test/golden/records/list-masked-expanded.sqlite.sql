WITH p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?1
ORDER BY "r"."id" DESC
LIMIT CAST(?2 AS INTEGER) OFFSET CAST(?3 AS INTEGER)) f), x0 AS MATERIALIZED (SELECT "t1"."account_id" AS "account_id", "t1"."id" AS "id", "t1"."author" AS "c0", 10 AS "w"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?2 AS INTEGER)) p CROSS
JOIN "col_posts" AS "t1"
WHERE "t1"."account_id" = p."account_id"
AND "t1"."id" = p."id"), x1 AS MATERIALIZED (SELECT "t2"."account_id" AS "account_id", "t2"."id" AS "id", (COALESCE(octet_length("t2"."name"), 0)) + 111 AS "w"
FROM x0 CROSS
JOIN "col_authors" AS "t2"
WHERE "t2"."account_id" = "x0"."account_id"
AND "t2"."id" = "x0"."c0"
LIMIT 10001), weighed AS MATERIALIZED (SELECT (SELECT COALESCE(sum("w"), 0)
FROM x0) + (SELECT COALESCE(sum("w"), 0)
FROM x1) AS "weight", (SELECT count(*)
FROM x1) AS "nested") SELECT COALESCE((SELECT u."auth_version"
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
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", COALESCE((SELECT CAST(SUM("count") AS bigint)
FROM "record_counts"
WHERE "account_id" = ?1
AND "collection_id" = ?5), 0) AS "kept", i.*, (SELECT w."weight"
FROM weighed w) AS "weight", (SELECT w."nested"
FROM weighed w) AS "nested"
FROM (SELECT concat('[', group_concat((SELECT concat('{"author":', COALESCE((SELECT concat('{"id":', json_quote("t3"."id"), ',"account_id":', json_quote("t3"."account_id"), ',"created_at":', COALESCE('"' || "t3"."created_at" || '"', 'null'), ',"created_by":', json_quote("t3"."created_by"), ',"updated_at":', COALESCE('"' || "t3"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("t3"."updated_by"), ',"name":', json_quote(CASE WHEN "t3"."name" LIKE '_%@%_'
AND "t3"."name" NOT LIKE '%@%@%' THEN substr("t3"."name", 1, 1) || '***@' || substr("t3"."name", instr("t3"."name", '@') + 1) WHEN "t3"."name" IS NOT NULL THEN replace(hex(zeroblob(length("t3"."name"))), '00', '*') END), ',"organization":', json_quote("t3"."organization"), ',"account":', json_quote("t3"."account"), '}')
FROM "col_authors" AS "t3"
WHERE "t3"."account_id" = "r"."account_id"
AND "t3"."id" = "r"."author"), 'null'), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?2 AS INTEGER)
AND (SELECT w."weight" <= CAST(?6 AS INTEGER)
AND w."nested" <= 10000
FROM weighed w)
ORDER BY p."n") p) i
