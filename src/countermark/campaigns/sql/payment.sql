-- Who pays with what; a means of payment has no day, so the account's opening stands for it.
SELECT account, payment AS key, CAST(0 AS BIGINT) AS requests, created AS first_us, created AS last_us
FROM accounts
WHERE payment IS NOT NULL
