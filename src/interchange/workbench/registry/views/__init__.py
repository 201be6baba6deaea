"""The pages of the register: works, lists, matching, cases."""
