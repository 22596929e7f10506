"""The 24 named faults, each through the real core, the real store, the real adapter and real HTTP, at every company.

Each test ends with a town that has healed, the promise held against the provider's own books, and what a person sees.

| fault | test |
|---|---|
| duplicate event id | test_notices.test_a_duplicate_event_id |
| same state under a new id | test_notices.test_the_same_state_under_a_new_id |
| paid before created | test_notices.test_paid_before_created |
| overdue after paid | test_notices.test_overdue_after_paid |
| received without confirmed | test_notices.test_received_without_confirmed |
| created but the answer was lost | test_creating.test_created_but_the_answer_was_lost |
| 500 with and without effect | test_creating.test_500_with_and_without_effect |
| void refused because paid | test_voiding.test_void_refused_because_paid |
| void accepted and then paid | test_voiding.test_void_accepted_and_then_paid |
| amount off by one centavo each way | test_amounts.test_amount_off_by_one_centavo |
| second payment of one code | test_amounts.test_second_payment_of_one_code |
| refund refused for balance | test_refunds.test_refund_refused_for_balance |
| two partial refunds | test_refunds.test_two_partial_refunds |
| 429 with reset | test_answers.test_429_with_reset |
| key revoked in mid-day | test_answers.test_key_revoked_in_mid_day |
| HTML or broken JSON | test_answers.test_html_or_broken_json |
| unknown status | test_answers.test_unknown_status |
| clock jumps of a day | test_station.test_clock_jumps_a_day |
| restart in every state | test_station.test_restart_in_every_state |
| two processes on one intent | test_station.test_two_processes_on_one_intent |
| wrong signature | test_notices.test_wrong_signature |
| event for a stranger's charge | test_notices.test_event_for_a_strangers_charge |
| ticket write fails | test_station.test_ticket_write_fails |
| chargeback or forced return after the service | test_refunds.test_chargeback_after_the_service_was_done |
"""
