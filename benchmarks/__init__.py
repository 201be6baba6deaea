"""Measurements that print ratios and counts; never part of a timed test."""
