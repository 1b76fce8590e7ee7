-- Who pays with what. A means of payment has no load and no life of its own: all of them are alike but for their accounts.
SELECT account, payment AS key, CAST(0 AS BIGINT) AS requests, CAST(NULL AS BIGINT) AS first_us, CAST(NULL AS BIGINT) AS last_us
FROM accounts
WHERE payment IS NOT NULL
