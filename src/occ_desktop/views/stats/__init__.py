"""처리현황: what was assigned, completed and left per day or month of the present assignment."""
