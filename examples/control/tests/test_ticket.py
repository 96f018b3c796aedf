from pathlib import Path

from ticket_control import TicketNamed

from generator.testing import ControlSuite


class TestTicketNamed(ControlSuite):
    control = TicketNamed
    cases = Path(__file__).parent / "cases"
