"""What an old tender says: its requirements, what in it locks in or is out of date, and what it lacks.

Everything here takes text and gives values. How text is got out of a file is the business of `procurement.intake`.
"""
