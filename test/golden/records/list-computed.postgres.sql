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
FROM (SELECT ((SELECT CASE WHEN abs(v.a0) < 1
OR abs(v.a1) < 1 THEN v.a0 + v.a1 WHEN abs(v.a0 / 2 + v.a1 / 2) <= '8.988465674311579e+307'::double precision THEN v.a0 + v.a1 END
FROM (SELECT (SELECT CASE WHEN v.a0 = 0
OR v.a1 = 0 THEN v.a0 * v.a1 WHEN abs(v.a0) > 1
AND abs(v.a1) > 1 THEN CASE WHEN abs((v.a0 * '7.458340731200207e-155'::double precision) * (v.a1 * '7.458340731200207e-155'::double precision)) <= '0.9999999999999999'::double precision THEN v.a0 * v.a1 END WHEN abs(v.a0) < 1
AND abs(v.a1) < 1 THEN CASE WHEN abs(v.a0) < '1.1113793747425387e-162'::double precision
AND abs(v.a1) < '1.1113793747425387e-162'::double precision THEN 0 WHEN abs((v.a0 * '1.3407807929942597e+154'::double precision) * (v.a1 * '1.3407807929942597e+154'::double precision)) <= '4.440892098500626e-16'::double precision THEN 0 ELSE v.a0 * v.a1 END ELSE v.a0 * v.a1 END
FROM (SELECT "r"."views" AS a0, $5::double precision AS a1 OFFSET 0) v) AS a0, "r"."rating" AS a1 OFFSET 0) v) + 0) AS "score", ((COALESCE(lower("r"."title" COLLATE "C"), '') || COALESCE($6::text, '') || COALESCE($7::text, '')) COLLATE "C") AS "slug", ((((((SELECT CASE WHEN abs(v.a0) < 1
OR abs(v.a1) < 1 THEN v.a0 + v.a1 WHEN abs(v.a0 / 2 + v.a1 / 2) <= '8.988465674311579e+307'::double precision THEN v.a0 + v.a1 END
FROM (SELECT (SELECT CASE WHEN v.a0 = 0
OR v.a1 = 0 THEN v.a0 * v.a1 WHEN abs(v.a0) > 1
AND abs(v.a1) > 1 THEN CASE WHEN abs((v.a0 * '7.458340731200207e-155'::double precision) * (v.a1 * '7.458340731200207e-155'::double precision)) <= '0.9999999999999999'::double precision THEN v.a0 * v.a1 END WHEN abs(v.a0) < 1
AND abs(v.a1) < 1 THEN CASE WHEN abs(v.a0) < '1.1113793747425387e-162'::double precision
AND abs(v.a1) < '1.1113793747425387e-162'::double precision THEN 0 WHEN abs((v.a0 * '1.3407807929942597e+154'::double precision) * (v.a1 * '1.3407807929942597e+154'::double precision)) <= '4.440892098500626e-16'::double precision THEN 0 ELSE v.a0 * v.a1 END ELSE v.a0 * v.a1 END
FROM (SELECT "r"."views" AS a0, $5::double precision AS a1 OFFSET 0) v) AS a0, "r"."rating" AS a1 OFFSET 0) v) + 0) > $8::double precision)
AND EXISTS (SELECT 1
FROM json_array_elements_text("r"."labels") AS "t1"("value")
WHERE ("t1"."value" COLLATE "C" = $9::text) OFFSET 0))))::boolean AS "good", (((SELECT count(*)
FROM "jn_posts_tags" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."record_id" = "r"."id"))::double precision + 0) AS "many", ((SELECT (round(extract(epoch
FROM v.a0 - v.a1) * 1000)::double precision / 86400000)
FROM (SELECT ($10::timestamptz AT TIME ZONE 'UTC') AS a0, ("r"."created_at" AT TIME ZONE 'UTC') AS a1 OFFSET 0) v) + 0) AS "age"
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $11::bigint OFFSET $12::bigint) AS "r" OFFSET 0) o OFFSET 0) b) i
