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
FROM (SELECT (SELECT CASE WHEN length(t.v) >= 6 THEN substr(t.v, 1, 2) || $5::text || substr(t.v, length(t.v) - 0) ELSE repeat('*', length(t.v)) END
FROM (SELECT "r"."title" AS v OFFSET 0) t
WHERE t.v IS NOT NULL) AS "Title", (SELECT CASE WHEN (btrim(translate(t.v, ' ' || '+' || '-' || '(' || ')' || '.' || '/', ''), '0123456789') = ''
AND length(translate(t.v, ' ' || '+' || '-' || '(' || ')' || '.' || '/', '')) >= 7) THEN '***-***-' || right(translate(t.v, ' ' || '+' || '-' || '(' || ')' || '.' || '/', ''), 4) ELSE repeat('*', length(t.v)) END
FROM (SELECT CASE WHEN "r"."views" BETWEEN -9007199254740991
AND 9007199254740991
AND trunc("r"."views") = "r"."views" THEN "r"."views"::bigint::text WHEN "r"."views" IS NOT NULL THEN '***' END AS v OFFSET 0) t
WHERE t.v IS NOT NULL) AS "views", (SELECT repeat('*', length(t.v))
FROM (SELECT CASE WHEN "r"."rating" BETWEEN -9007199254740991
AND 9007199254740991
AND trunc("r"."rating") = "r"."rating" THEN "r"."rating"::bigint::text WHEN "r"."rating" IS NOT NULL THEN '***' END AS v OFFSET 0) t
WHERE t.v IS NOT NULL) AS "rating", (SELECT CASE WHEN btrim(t.v, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13)) <> '' THEN rtrim(regexp_replace(ltrim(translate(t.v, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13), '      ')), '([^ ])[^ ]* *', '\1*** ', 'g')) ELSE repeat('*', length(t.v)) END
FROM (SELECT to_char("r"."publishedat" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS v OFFSET 0) t
WHERE t.v IS NOT NULL) AS "publishedAt", (SELECT CASE WHEN (btrim(translate(t.v, ' ' || '-', ''), '0123456789') = ''
AND length(translate(t.v, ' ' || '-', '')) BETWEEN 9
AND 9) THEN '***-**-****' ELSE repeat('*', length(t.v)) END
FROM (SELECT to_char("r"."day", 'YYYY-MM-DD') AS v OFFSET 0) t
WHERE t.v IS NOT NULL) AS "day"
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $6::bigint OFFSET $7::bigint) AS "r" OFFSET 0) o OFFSET 0) b) i
