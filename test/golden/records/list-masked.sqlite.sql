SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?1
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?1
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?1
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", COALESCE((SELECT CAST(SUM("count") AS bigint)
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" = ?3), 0) AS "kept", i.*
FROM (SELECT concat('[', group_concat(b."body", ','), ']') AS "items", count(*) AS "found"
FROM (SELECT concat('{"Title":', json_quote((SELECT CASE WHEN length(t.v) >= 6 THEN substr(t.v, 1, 2) || ?4 || substr(t.v, length(t.v) - 0) ELSE replace(hex(zeroblob(length(t.v))), '00', '*') END
FROM (SELECT "r"."title" AS v) t
WHERE t.v IS NOT NULL)), ',"views":', json_quote((SELECT CASE WHEN (t.v NOT GLOB '*[^0-9 +()./-]*'
AND t.v GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*') THEN '***-***-' || CASE WHEN t.v GLOB '*[0-9][0-9][0-9][0-9]' THEN substr(t.v, -4) ELSE substr(replace(replace(replace(replace(replace(replace(replace(t.v, ' ', ''), '+', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), -4) END ELSE replace(hex(zeroblob(length(t.v))), '00', '*') END
FROM (SELECT CASE WHEN "r"."views" BETWEEN -9007199254740991
AND 9007199254740991
AND ("r"."views" | 0) = "r"."views" THEN CAST(("r"."views" | 0) AS TEXT) WHEN "r"."views" IS NOT NULL THEN '***' END AS v) t
WHERE t.v IS NOT NULL)), ',"rating":', json_quote((SELECT replace(hex(zeroblob(length(t.v))), '00', '*')
FROM (SELECT CASE WHEN "r"."rating" BETWEEN -9007199254740991
AND 9007199254740991
AND ("r"."rating" | 0) = "r"."rating" THEN CAST(("r"."rating" | 0) AS TEXT) WHEN "r"."rating" IS NOT NULL THEN '***' END AS v) t
WHERE t.v IS NOT NULL)), ',"publishedAt":', json_quote((SELECT CASE WHEN trim(t.v, ' ' || char(9) || char(10) || char(11) || char(12) || char(13)) <> '' THEN CASE WHEN t.v GLOB '[^ ]*[^ ]'
AND instr(t.v, '  ') = 0
AND t.v NOT GLOB '* * * *'
AND t.v NOT GLOB '*[' || char(9) || char(10) || char(11) || char(12) || char(13) || ']*' THEN substr(t.v, 1, 1) || '***' || CASE WHEN instr(t.v, ' ') = 0 THEN '' ELSE ' ' || substr(substr(t.v, instr(t.v, ' ') + 1), 1, 1) || '***' || CASE WHEN instr(substr(t.v, instr(t.v, ' ') + 1), ' ') = 0 THEN '' ELSE ' ' || substr(substr(substr(t.v, instr(t.v, ' ') + 1), instr(substr(t.v, instr(t.v, ' ') + 1), ' ') + 1), 1, 1) || '***' END END ELSE (SELECT group_concat(substr(w.value, 1, 1) || '***', ' '
ORDER BY w.key)
FROM json_each('[' || replace(json_quote(replace(replace(replace(replace(replace(t.v, char(9), ' '), char(10), ' '), char(11), ' '), char(12), ' '), char(13), ' ')), ' ', '","') || ']') w
WHERE w.value <> '') END ELSE replace(hex(zeroblob(length(t.v))), '00', '*') END
FROM (SELECT "r"."publishedat" AS v) t
WHERE t.v IS NOT NULL)), ',"day":', json_quote((SELECT CASE WHEN (t.v NOT GLOB '*[^0-9 -]*'
AND t.v GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*'
AND t.v NOT GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*') THEN '***-**-****' ELSE replace(hex(zeroblob(length(t.v))), '00', '*') END
FROM (SELECT "r"."day" AS v) t
WHERE t.v IS NOT NULL)), '}') AS "body"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
ORDER BY "r"."id" DESC
LIMIT CAST(?5 AS INTEGER) OFFSET CAST(?6 AS INTEGER)) b) i
