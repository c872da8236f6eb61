SELECT i."value" AS "id", c."account_id"
FROM json_array_elements_text($1::json) AS i("value")
JOIN "record_counts" c ON c."collection_id" = $2::text
JOIN "col_posts" t ON t."account_id" = c."account_id"
AND t."id" = i."value"
