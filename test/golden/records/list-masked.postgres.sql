SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $1::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $1::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $1::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", COALESCE((SELECT CAST(SUM("count") AS bigint)
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" = $3::text), 0) AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $4::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT CASE WHEN length("r"."title") >= 6 THEN substr("r"."title", 1, 2) || $5::text || right("r"."title", 1) WHEN "r"."title" IS NOT NULL THEN repeat('*', length("r"."title")) END AS "Title", (SELECT CASE WHEN v.a0 ~ '^[ +()./-]*[0-9][ +()./-]*[0-9][ +()./-]*[0-9][0-9 +()./-]*[0-9]{4}$' THEN '***-***-' || right(v.a0, 4) WHEN v.a0 ~ '^[ +()./-]*(?:[0-9][ +()./-]*){7,}$' THEN '***-***-' || right(translate(v.a0, ' +-()./', ''), 4) WHEN v.a0 IS NOT NULL THEN repeat('*', length(v.a0)) END
FROM (SELECT CASE WHEN "r"."views" BETWEEN -9007199254740991
AND 9007199254740991
AND trunc("r"."views") = "r"."views" THEN "r"."views"::bigint::text WHEN "r"."views" IS NOT NULL THEN '***' END AS a0 OFFSET 0) v) AS "views", (SELECT CASE WHEN v.a0 IS NOT NULL THEN repeat('*', length(v.a0)) END
FROM (SELECT CASE WHEN "r"."rating" BETWEEN -9007199254740991
AND 9007199254740991
AND trunc("r"."rating") = "r"."rating" THEN "r"."rating"::bigint::text WHEN "r"."rating" IS NOT NULL THEN '***' END AS a0 OFFSET 0) v) AS "rating", (SELECT CASE WHEN v.a0 NOT LIKE '% % % %'
AND v.a0 !~ '[\t-\r]|^ *$' THEN concat_ws(' ', nullif(left(split_part(v.a0, ' ', 1), 1), '') || '***', nullif(left(split_part(v.a0, ' ', 2), 1), '') || '***', nullif(left(split_part(v.a0, ' ', 3), 1), '') || '***') WHEN btrim(v.a0, E' \x09\x0a\x0b\x0c\x0d') <> '' THEN rtrim(regexp_replace(ltrim(translate(v.a0, E' \x09\x0a\x0b\x0c\x0d', '      ')), '([^ ])[^ ]* *', '\1*** ', 'g')) WHEN v.a0 IS NOT NULL THEN repeat('*', length(v.a0)) END
FROM (SELECT to_char("r"."publishedat" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS a0 OFFSET 0) v) AS "publishedAt", (SELECT CASE WHEN v.a0 ~ '^[ -]*(?:[0-9][ -]*){9,9}$' THEN '***-**-****' WHEN v.a0 IS NOT NULL THEN repeat('*', length(v.a0)) END
FROM (SELECT to_char("r"."day", 'YYYY-MM-DD') AS a0 OFFSET 0) v) AS "day"
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $6::bigint OFFSET $7::bigint) AS "r" OFFSET 0) o OFFSET 0) b) i
