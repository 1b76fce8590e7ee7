-- Who had which `device` on one day, how often, and when first and last.
SELECT account, device AS key, COUNT(*) AS requests, MIN(us) AS first_us, MAX(us) AS last_us
FROM day
WHERE device IS NOT NULL
GROUP BY account, device
