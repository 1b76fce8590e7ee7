-- How many keys each account has over a window, those that it has alone among them.
SELECT account, COUNT(*) AS keys FROM (SELECT account, key FROM pairs GROUP BY account, key) AS merged GROUP BY account
